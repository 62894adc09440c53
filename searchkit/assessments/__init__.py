"""Sentences to assessments: the Ombudsman's yearly results, as articles report them."""
