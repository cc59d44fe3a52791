"""Learning: the apps that teach, test and certify. Each lives in every schema."""
