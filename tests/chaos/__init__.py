"""Chaos: what is done to the program to see that it holds."""
