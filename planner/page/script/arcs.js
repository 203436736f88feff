// The shape of the line of a step for which the graph has none.

// A bow from box to box on the right; where a chip stands for the edge, it starts or ends there.
function arc(from, to, edge) {
  const wide = 400, kind = edge && edge.keys ? 'arc keyed' : 'arc', chip = edge && edge.chip ? edge.chip.querySelector('rect').getBBox() : null;
  const [fx, fy, fw, fh] = from.box, [tx, ty, tw, th] = to.box;
  let x1 = fx + fw, y1 = fy + fh / 2, x2 = tx + tw, y2 = ty + th / 2;
  if (from === to) return s('path', {class: kind, d: `M${x1 - 14} ${fy}c4-24 34-10 14 ${fh / 2}`});
  if (chip) {
    const right = chip.x + chip.width, middle = chip.y + chip.height / 2, near = box => Math.abs(box[1] + box[3] / 2 - middle) < 16 && chip.x >= box[0];
    if (near(from.box)) { x1 = right; y1 = middle; } else if (near(to.box)) { x2 = right; y2 = middle; }
  }
  if (fw > wide) { x1 = clamp(x2 + 30, fx, fx + fw); y1 = fy; return s('path', {class: kind, d: `M${x1} ${y1}C${x1 + 10} ${y2 + 30} ${x1} ${y2} ${x2} ${y2}`}); }
  if (tw > wide) { x2 = clamp(x1 + 30, tx, tx + tw); y2 = ty; return s('path', {class: kind, d: `M${x1} ${y1}C${x2} ${y1} ${x2 + 10} ${y1 + 30} ${x2} ${y2}`}); }
  if (Math.abs(fy - ty) < 2 && !chip) {
    x1 = fx + fw / 2; x2 = tx + tw / 2; y1 = fy + fh; y2 = ty + th;
    const low = y1 + clamp(Math.abs(x2 - x1) / 6, 14, 46);
    return s('path', {class: kind, d: `M${x1} ${y1}C${x1} ${low} ${x2} ${low} ${x2} ${y2}`});
  }
  if (ty + th < y1 - 12) {  // up to the lower side of the box: beside it stand others
    x2 = clamp(x1 + 12, tx + 10, tx + tw - 10);
    y2 = ty + th;
    if (x2 < x1 - 30 && fw < wide) {
      x1 = fx + fw - 12;
      return s('path', {class: kind, d: `M${x1} ${fy}C${x1} ${(fy + y2) / 2} ${x2} ${(fy + y2) / 2} ${x2} ${y2}`});
    }
    return s('path', {class: kind, d: `M${x1} ${y1}C${x1 + 34} ${y1} ${x2} ${(y1 + y2) / 2 + 10} ${x2} ${y2}`});
  }
  const out = Math.max(x1, x2) + clamp(Math.abs(y2 - y1) / 3, 24, 90);
  return s('path', {class: kind, d: `M${x1} ${y1}C${out} ${y1} ${out} ${y2} ${x2} ${y2}`});
}
