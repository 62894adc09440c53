"""Where articles are stored and selected; ``base`` is the seam, each engine a room."""
