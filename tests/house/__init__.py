"""House rules: sizes, packaging, translations, and who may know whom."""
