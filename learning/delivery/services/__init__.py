"""What changes an enrolment: joining, opening, watching, finishing."""
