"""What the gate looks at to tell a type: fixed signatures, ZIP entries, OLE streams, text."""
