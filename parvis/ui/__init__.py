"""The look: one desk to work at, one square to read in.

Nouns: token, layer, icon, standing mark, notice, toast, dialog, key.
Verbs of templates: `{% icon %}`, `{% ago %}`, `{% button %}`, `{% avatar %}`, `{% standing %}`, `{% dialog %}`, `{% menu %}`.
Frames to extend: `ui/desk.html` (staff), `ui/site.html` (readers), `ui/base.html` (bare). Every piece shows at /styleguide.
"""
