"""What members wear beside their name: badges of the publisher's tokens, and whose name signs the articles."""
