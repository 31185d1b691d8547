"""What is sent to a reader's phone: pages made small, private, kept for later, put in place."""
