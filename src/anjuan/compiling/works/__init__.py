"""What is told of single cases: stories, questions, exhibits and firsts, each sentence with the page it stands on."""
