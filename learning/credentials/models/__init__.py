"""Lives in: every schema. Certificates, their later fate, and how the schema's owner wants them to look."""

from learning.credentials.models.certificate import Certificate, CertificateStatusChange
from learning.credentials.models.template import CertificateTemplate

__all__ = ["Certificate", "CertificateStatusChange", "CertificateTemplate"]
