"""Untrusted search for the field of forms: which steps to take; the kernel checks each of them."""
