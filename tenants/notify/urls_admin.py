"""Addresses for those who manage messages: `/manage/notifications/` of a company, `/staff/notifications/`."""

from django.urls import path

from tenants.notify.views import chats, log, manage

app_name = "notify_admin"
urlpatterns = [
    path("", log.log, name="log"),
    path("export.csv", log.export_csv, name="log_csv"),
    path("defaults/", manage.defaults, name="defaults"),
    path("words/", manage.words, name="words"),
    path("words/edit/", manage.words_edit, name="words_edit"),
    path("words/mail/", manage.words_mail, name="words_mail"),
    path("channels/", chats.chats, name="chats"),
    path("channels/new/", chats.chat_new, name="chat_new"),
    path("channels/<uuid:chat_id>/", chats.chat, name="chat"),
    path("channels/<uuid:chat_id>/test/", chats.chat_try, name="chat_try"),
    path("channels/<uuid:chat_id>/remove/", chats.chat_remove, name="chat_remove"),
    path("channels/<uuid:chat_id>/restore/", chats.chat_restore, name="chat_restore"),
    path("addresses/", manage.addresses, name="addresses"),
    path("addresses/<uuid:trouble_id>/clear/", manage.address_clear, name="address_clear"),
    path("addresses/<uuid:trouble_id>/restore/", manage.address_restore, name="address_restore"),
]
