"""Who a text is about: identities that are known, shapes that tell one, and texts without them."""
