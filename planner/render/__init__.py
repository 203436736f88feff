"""Values -> text. The only rooms that make sentences; they see ``model`` and nothing of how an answer was found."""
