"""Papers of the certificates room: the certificate with its annex, and the sheet of a verification."""
