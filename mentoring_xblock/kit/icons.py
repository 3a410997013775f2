"""The paths of our line icons, drawn on a 20 by 20 grid."""

from __future__ import annotations

ICONS = {
    "lock": '<rect x="4.5" y="9" width="11" height="8" rx="1.5"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>',
    "people": '<circle cx="7.5" cy="7" r="2.6"/><path d="M2.5 16c.4-3 2.4-4.6 5-4.6s4.6 1.6 5 4.6M12.8 4.5a2.6 '
    '2.6 0 0 1 0 5M14.8 11.9c1.6.6 2.5 2 2.7 4.1"/>',
    "check": '<path d="M4 10.5l4 4 8-9"/>',
    "clock": '<circle cx="10" cy="10" r="7"/><path d="M10 6v4.3l2.8 1.8"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "stop": '<path d="M7 2.5h6L17.5 7v6L13 17.5H7L2.5 13V7zM10 6.3v4.6M10 13.6v.1"/>',
    "device": '<rect x="5.5" y="2.5" width="9" height="15" rx="2"/><path d="M9 15h2"/>',
    "saving": '<path d="M15.5 8a6 6 0 1 0 .3 4M16 4.5V8h-3.5"/>',
    "offline": '<path d="M2.5 8A11 11 0 0 1 7 5.4M10.5 5A11 11 0 0 1 17.5 8M5.5 11.2a6.5 6.5 0 0 1 3-1.8M8.5 '
    '14.2a2.2 2.2 0 0 1 3 0M3.5 3l13 14"/>',
    "up": '<path d="M10 16V4M5 9l5-5 5 5"/>',
    "down": '<path d="M10 4v12M5 11l5 5 5-5"/>',
    "bin": '<path d="M4 6h12M8 6V4h4v2M5.5 6l.8 11h7.4l.8-11"/>',
    "mail": '<rect x="2.5" y="4.5" width="15" height="11" rx="1.5"/><path d="M3 5.5l7 5.5 7-5.5"/>',
    "open": '<rect x="4.5" y="9" width="11" height="8" rx="1.5"/><path d="M7 9V6a3 3 0 0 1 5.8-1"/>',
    "undo": '<path d="M7.5 4.5L4 8l3.5 3.5M4 8h8a4 4 0 0 1 0 8H8"/>',
    "redo": '<path d="M12.5 4.5L16 8l-3.5 3.5M16 8H8a4 4 0 0 0 0 8h4"/>',
    "warn": '<path d="M10 3l7.5 13.5h-15zM10 8.3v3.6M10 14.2v.1"/>',
    "list": '<path d="M8 5.5h8.5M8 10h8.5M8 14.5h8.5M4 5.5h.1M4 10h.1M4 14.5h.1"/>',
    "link": '<path d="M8 12l4-4M9 6.2l1.6-1.6a3.3 3.3 0 0 1 4.7 4.7L13.7 11M11 '
    '13.8l-1.6 1.6a3.3 3.3 0 0 1-4.7-4.7L6.3 9"/>',
    "star": '<path d="M10 3l2 4.6 5 .5-3.8 3.3 1.1 4.9-4.3-2.6-4.3 2.6 1.1-4.9L3 8.1l5-.5z"/>',
}
