"""What is asked before or beside a screen."""
