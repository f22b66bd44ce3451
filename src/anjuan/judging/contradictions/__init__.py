"""What in a case contradicts itself: one small rule a question, each with its evidence."""
