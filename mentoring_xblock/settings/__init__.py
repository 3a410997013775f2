"""Settings that the host's plugin loader merges into its own."""
