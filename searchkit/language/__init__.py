"""Indonesian text → terms, sentences, numbers and dates."""
