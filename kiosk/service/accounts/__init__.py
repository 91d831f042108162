"""Accounts: who may log in, with what, and for how long."""
