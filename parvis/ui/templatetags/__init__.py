"""The tags that any template of the house may load with `{% load ui %}`."""
