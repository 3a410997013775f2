"""The demo's pages and the handler views that blocks are reached through."""
