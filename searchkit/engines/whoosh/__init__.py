"""The Whoosh engine: the only room that imports whoosh."""
