"""Evidence: exports, and the verification of files and databases."""
