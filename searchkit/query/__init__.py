"""Words → what they ask for: parser, reading, filters and the query tree."""
