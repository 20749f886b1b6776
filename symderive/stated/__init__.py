"""What a certificate of each field claims, read from its problem and its result, never from its proof."""
