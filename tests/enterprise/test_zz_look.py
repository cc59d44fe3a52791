import os

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
import io
import threading
from datetime import timedelta
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from enterprise.models import *
from enterprise.services.people_import import upload_people
from tenants.accounts.api import Role
from tenants.kernel.clock import now
from tenants.schemas import in_public, in_tenant
from tests.database import company
from tests.factories.accounts import *
from tests.factories.accounts import UserFactory


class S(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 50


class H(WSGIRequestHandler):
    def log_message(self, *a):
        pass


NAMES = ["Meena Iyer", "Ravi Kumar", "Asha Menon", "Nisha Rao", "Imran Shaikh", "Kavya Reddy", "Arjun Patil", "Sneha Kulkarni", "Venkataraman Subramanian Chandrasekhar", "Deepa Nair"]


def test_look(committed, settings):
    acme = company("acme")
    with in_tenant(acme):
        admin = UserFactory(name="Anita Rao", email="anita@example.com", roles=[Role.OWNER])
        teams = [
            Department.objects.create(name=n, created_at=now())
            for n in ("Inside sales", "Field north", "Key accounts")
        ]
        people = []
        for i in range(6):
            for n in NAMES:
                p = UserFactory(
                    name=f"{n}",
                    roles=[Role.MANAGER] if i == 0 and len(n) < 11 else [],
                    last_seen_at=now() - timedelta(days=i * 3) if i % 2 else None,
                    is_active=(i != 4 or len(n) > 12),
                    native_name="மீனா ஐயர்" if n.startswith("Meena") else "",
                    native_language="ta" if n.startswith("Meena") else "",
                )
                people.append(p)
                Membership.objects.create(user=p, department=teams[i % 3], since=now())
        for n in range(4):
            NotYetJoinedFactory(name=f"New Person {n}")
        inv = [
            InvitationFactory(email=f"somebody.with.a.long.name{n}@subsidiary.example.com")
            for n in range(5)
        ]
        InvitationFactory(email="late@example.com", expires_at=now() - timedelta(days=1))
        text = (
            "Name,Email,Department,Job title,Employee ID,Colour,Native name\n"
            + "".join(
                f"{n},{n.split()[0].lower()}@new.example.com,{'Inside sales' if i % 2 else 'Channel partners'},Sales executive,E-{100 + i},blue,\n"
                for i, n in enumerate(NAMES)
            )
            + ",nameless@example.com,Inside sales,Lead,E-200,red,\nRavi Again,RAVI@new.example.com,Field north,,E-201,,\n"
        )
        row = upload_people(
            file=io.BytesIO(text.encode()),
            file_name="employees-november-2026.csv",
            size_bytes=len(text),
            actor=admin,
        )
        token = inv[0].token
        pid = people[0].id
        gone = next(p for p in people if not p.is_active).id
    with in_public():
        UserFactory(email="asha@example.com", name="Asha", roles=[Role.CONSUMER])
    from deploy.wsgi import application

    srv = make_server("127.0.0.1", 0, application, S, H)
    port = srv.server_port
    threading.Thread(target=srv.serve_forever, daemon=True).start()
    from playwright.sync_api import sync_playwright

    axe = open("tests/vendor/axe.min.js").read()
    pages = [
        ("login", "/account/login/", 0),
        ("reset", "/account/password/reset/", 0),
        ("signup_closed", "/account/signup/", 0),
        ("invitation", f"/account/invitation/{token}/", 0),
        ("closed", "/account/invitation/x/", 0),
        ("badlink", "/account/password/reset/key/abc-def/", 0),
        ("profile", "/account/", 1),
        ("change", "/account/password/change/", 1),
        ("email", "/account/email/", 1),
        ("display", "/account/display/", 1),
        ("people", "/manage/people/", 1),
        ("people_empty", "/manage/people/?q=zzz", 1),
        ("person", f"/manage/people/{pid}/", 1),
        ("person_off", f"/manage/people/{gone}/", 1),
        ("invite", "/manage/people/invite/", 1),
        ("invitations", "/manage/people/invitations/", 1),
        ("upload", "/manage/people/import/", 1),
        ("import", f"/manage/people/import/{row.id}/", 1),
        ("import_good", f"/manage/people/import/{row.id}/?show=good", 1),
    ]
    only = os.environ.get("ONLY", "").split()
    bad = []
    with sync_playwright() as pw:
        b = pw.chromium.launch(executable_path="/usr/bin/chromium")
        for theme in os.environ.get("THEMES", "light").split():
            for width, height in ((390, 844), (1440, 900)):
                for signed in (0, 1):
                    ctx = b.new_context(
                        viewport={"width": width, "height": height},
                        bypass_csp=True,
                        color_scheme="dark" if theme == "dark" else "light",
                    )
                    page = ctx.new_page()
                    errors = []
                    page.on(
                        "console", lambda m: errors.append(m.text) if m.type in ("error",) else None
                    )
                    base = f"http://acme.localhost:{port}"
                    if signed:
                        page.goto(base + "/account/login/")
                        page.fill("[name=login]", "anita@example.com")
                        page.fill("[name=password]", PASSWORD)
                        page.click("main button.primary")
                        page.wait_for_load_state()
                    for name, path, s in pages:
                        if s != signed or (only and name not in only):
                            continue
                        errors.clear()
                        r = page.goto(base + path)
                        page.wait_for_load_state("networkidle")
                        over = page.evaluate(
                            "document.documentElement.scrollWidth-document.documentElement.clientWidth"
                        )
                        if over > 0:
                            bad.append((name, width, theme, "overflow", over))
                        page.screenshot(
                            path=f"/tmp/shots/{name}-{width}-{theme}.png", full_page=True
                        )
                        page.evaluate(axe)
                        v = page.evaluate(
                            "axe.run({runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r=>r.violations.map(v=>v.id+': '+v.nodes.map(n=>n.html.slice(0,140)).slice(0,3).join(' || ')))"
                        )
                        for x in v:
                            bad.append((name, width, theme, x))
                        small = page.evaluate(
                            "[...document.querySelectorAll('main a, main button, main input:not([type=hidden]), main select')].filter(e=>{const r=e.getBoundingClientRect();const s=getComputedStyle(e);return r.width>0&&r.height>0&&r.height<43&&e.type!='checkbox'&&e.type!='radio'&&!e.closest('p:not(.row)')&&!e.closest('.skip')}).map(e=>e.outerHTML.slice(0,90)).slice(0,3)"
                        )
                        for x in small:
                            bad.append((name, width, "SMALL", x))
                        if errors:
                            bad.append((name, width, "console", errors[:2]))
                        if r.status >= 400 and name not in ("closed",):
                            bad.append((name, width, r.status))
                    ctx.close()
    srv.shutdown()
    for x in bad:
        print(x)
