"""Word documents as XML: packages, flat files and Word 2003."""
