"""Outside moderation firms: who they are, at which titles and hours their people judge, until when."""
