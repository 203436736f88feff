"""What advises: why, repairs, blame, fallbacks, differences, matrices, locks. Makes no sentence."""
