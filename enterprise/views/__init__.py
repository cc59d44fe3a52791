"""Pages of a company. They parse, ask a policy, call one service or selector, and render."""
