"""What search engines may read here."""

# /embed/ stays open: engines run the element on the publishers' pages.
TEXT = """\
User-agent: *
Disallow: /desk/
Disallow: /accounts/
Disallow: /members/
Disallow: /api/
Disallow: /styleguide
Disallow: /t/*/enter/
Disallow: /t/*/reply/
Disallow: /t/*/new/
Disallow: /t/*/signal/
"""
