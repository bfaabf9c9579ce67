"""The registry: one file per backend, the code lists they share, and the sandbox registry."""
