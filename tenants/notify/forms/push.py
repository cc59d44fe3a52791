"""What a browser says when it signs up for push."""

from django import forms


class PushForm(forms.Form):
    """Endpoint and keys of a PushSubscription (Push API)."""

    endpoint = forms.CharField(max_length=2000)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)
