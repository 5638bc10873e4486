"""How secrets look: the prefixes that issuers of tokens publish, and the places where commands, headers and
addresses hold a password. Only data; `secrets` looks with it.

A row names what it finds, the words without one of which no text can hold it (in small letters: looking for them
costs a tenth of what the patterns do), and the pattern, whose group with a name is the part to hide.
"""

from __future__ import annotations

import re

from msgspec import Struct


class Shape(Struct, frozen=True):
    """How one sort of secret looks."""

    name: str
    needs: tuple[str, ...]
    """In small letters; a text that holds none of these holds no such secret."""
    pattern: re.Pattern[str]
    """Its first group that matched is the part to hide, the whole match where there is none."""
    sure: bool = True
    """Whether nothing but a secret looks like this; else what only stands for one is left alone."""


_B, _E = r"(?<![\w-])", r"(?![\w-])"
_MOST = 2000
"""Letters of a token without a length of its own: a bound, so that no text takes long."""


def _token(name: str, prefixes: str, body: str) -> Shape:
    """A token that begins with one of the prefixes, and stands alone."""
    each = tuple(prefixes.split())
    pattern = rf"{_B}(?:{'|'.join(map(re.escape, each))}){body}{_E}"
    return Shape(name, tuple(prefix.casefold() for prefix in each), re.compile(pattern))


def _any(least: int, letters: str = r"\w-") -> str:
    return rf"[{letters}]{{{least},{_MOST}}}"


_ALNUM, _BASE64 = "A-Za-z0-9", r"A-Za-z0-9+/=_-"
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

TOKENS = (
    _token("an AWS access key", "AKIA ASIA ABIA ACCA", r"[A-Z0-9]{16}"),
    _token("an AWS API key", "ABSK", r"[A-Za-z0-9+/]{60,400}={0,2}"),
    _token("a Google API key", "AIza", r"[\w-]{35}"),
    _token("a Google access token", "ya29.", _any(20)),
    _token("a Google refresh token", "1//0", _any(30)),
    _token("a Google client secret", "GOCSPX-", _any(20)),
    _token("a GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_", _any(30, _ALNUM)),
    _token("a GitHub token", "github_pat_", _any(22, r"\w")),
    _token(
        "a GitLab token",
        "glpat- gloas- gldt- glrt- glrtr- glcbt- glptt- glft- glimt- glagent- glsoat- glffct- GR1348941",
        r"[\w.-]{20,300}",
    ),
    _token("a Bitbucket token", "ATBB ATCTT3", r"[\w=-]{24,400}"),
    _token("an Atlassian token", "ATATT3", r"[\w=-]{50,400}"),
    Shape("an Azure DevOps token", ("azdo",), re.compile(rf"{_B}[A-Za-z0-9]{{76}}AZDO[A-Za-z0-9]{{4}}{_E}")),
    Shape(
        "an Azure client secret", ("q~",), re.compile(r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])")
    ),
    _token(
        "a Slack token",
        "xoxa- xoxb- xoxc- xoxd- xoxe- xoxe. xoxo- xoxp- xoxr- xoxs- xapp-",
        r"[\w.%-]{10,400}",
    ),
    _token("a Stripe key", "sk_live_ sk_test_ rk_live_ rk_test_ whsec_", _any(10, _ALNUM)),
    _token("an API key", "sk-", r"(?:ant-|proj-|svcacct-|admin-|or-v1-|lf-)?(?=[\w-]{0,300}\d)[\w-]{20,300}"),
    _token(
        "an API key",
        "gsk_ xai- pplx- r8_ hf_ csk- tgp_v1_ nvapi- jina_ voyage- pcsk_ lsv2_pt_ lsv2_sk_",
        _any(30),
    ),
    _token("a package registry's token", "npm_", r"[A-Za-z0-9]{36}"),
    _token("a package registry's token", "pypi-", _any(50)),
    _token("a package registry's token", "rubygems_", r"[0-9a-f]{48}"),
    _token("a package registry's token", "CLOJARS_", r"[0-9a-z]{60}"),
    _token("a package registry's token", "oy2", r"[a-z0-9]{43}"),
    _token("a package registry's token", "cio", r"(?=[A-Za-z0-9]{0,32}[A-Z0-9])[A-Za-z0-9]{32}"),
    _token("a package registry's token", "AKCp", r"[A-Za-z0-9]{69}"),
    _token("a Docker token", "dckr_pat_ dckr_oat_", _any(20)),
    _token("a SendGrid key", "SG.", r"[\w-]{16,40}\.[\w-]{16,80}"),
    _token("a Twilio key", "SK", r"[0-9a-f]{32}"),
    _token("a Mailgun key", "key- pubkey-", r"[0-9a-f]{32}"),
    Shape("a Mailchimp key", ("-us",), re.compile(rf"{_B}[0-9a-f]{{32}}-us\d{{1,2}}{_E}")),
    _token("a Brevo key", "xkeysib- xsmtpsib-", r"[0-9a-f]{64}-[A-Za-z0-9]{16}"),
    _token("a Postmark token", "PMAK-", r"[0-9a-f]{24}-[0-9a-f]{34}"),
    _token("a DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_", r"[0-9a-f]{64}"),
    _token("a Cloudflare token", "v1.0-", r"[0-9a-f]{24}-[0-9a-f]{146}"),
    _token("a Cloudflare token", "cfut_ cfat_ cfk_", _any(30)),
    _token("a Heroku key", "HRKU-", _any(36)),
    _token("a Fly.io token", "fo1_ fm1_ fm1r_ fm1a_ fm2_", r"[\w+/=-]{30,2000}"),
    _token("a Netlify token", "nfp_ nfc_ nfo_ nfu_", _any(30, _ALNUM)),
    _token("a Vercel token", "vcp_ vci_ vca_ vcr_ vck_", _any(24, _ALNUM)),
    _token("a Supabase key", "sbp_ sb_secret_", _any(20)),
    _token("a PlanetScale secret", "pscale_tkn_ pscale_pw_ pscale_oauth_", r"[\w.=-]{30,100}"),
    _token("a Databricks token", "dapi dose", r"[0-9a-f]{32}(?:-\d{1,3})?"),
    _token("a Vault token", "hvs. hvb. hvr.", _any(20)),
    _token("a Vault token", "s.", r"(?=[A-Za-z]{0,24}\d)[A-Za-z0-9]{24}"),
    Shape("a Terraform token", ("atlasv1",), re.compile(rf"{_B}[A-Za-z0-9]{{14}}\.atlasv1\.[\w=-]{{50,80}}")),
    _token("a Pulumi token", "pul-", r"[0-9a-f]{40}"),
    _token("a Doppler token", "dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.", r"[\w.-]{36,80}"),
    _token("a 1Password token", "ops_eyJ", _any(60, _BASE64)),
    _token("a New Relic key", "NRAK- NRII- NRJS- NRAA- NRAL- NRRA-", _any(18)),
    _token("a Grafana token", "glc_ glsa_", _any(30, _BASE64)),
    _token("a Grafana key", "eyJrIjoi", _any(50, _BASE64)),
    _token("a Sentry token", "sntrys_ sntryu_ sntrya_ sntryi_", _any(40, _BASE64)),
    _token("a Dynatrace token", "dt0c01. dt0s01. dt0s16.", r"[A-Z0-9]{8,24}\.[A-Z0-9]{64}"),
    _token("a PagerDuty key", "pdus+_ u+", r"[\w+-]{18,60}"),
    _token("a Splunk token", "splk_", _any(20)),
    _token("a Honeycomb key", "hcaik_ hcaic_ hcamk_ hcalk_ hcxik_ hcxlk_ hcxmk_", _any(40, _ALNUM)),
    _token("a Shopify token", "shpat_ shpca_ shppa_ shpss_ shpua_", r"[0-9a-fA-F]{32}"),
    _token("a Square token", "sq0atp- sq0csp- sq0idp-", _any(22)),
    _token("a Square token", "EAAA", _any(56)),
    _token("a Facebook token", "EAA", r"(?=[A-Za-z]{0,300}\d)[A-Za-z0-9]{90,400}"),
    _token("a PayPal token", "access_token$production$ access_token$sandbox$", r"[0-9a-z]{16}\$[0-9a-f]{32}"),
    _token("a Linear key", "lin_api_ lin_oauth_", _any(32, _ALNUM)),
    _token("a Notion token", "ntn_ secret_", _any(40, _ALNUM)),
    _token("a Figma token", "figd_ figo_", _any(36)),
    Shape("an Airtable token", ("pat",), re.compile(rf"{_B}pat[A-Za-z0-9]{{14}}\.[0-9a-f]{{64}}{_E}")),
    _token("a Typeform token", "tfp_", _any(40)),
    _token("a Contentful token", "CFPAT-", _any(40)),
    _token("an EasyPost key", "EZAK EZTK", r"[A-Za-z0-9]{54}"),
    _token("a Shippo token", "shippo_live_ shippo_test_", r"[0-9a-f]{40}"),
    _token("a Buildkite token", "bkua_ bkct_ bkaj_", _any(40, _ALNUM)),
    _token("a CircleCI token", "CCIPAT_ CCIPRJ_", r"[A-Za-z0-9]{16,40}_[0-9a-f]{40}"),
    _token("a SonarQube token", "sqp_ squ_ sqa_", r"[0-9a-f]{40}"),
    _token("a Sourcegraph token", "sgp_", r"(?:[0-9a-f]{16}_|local_)?[0-9a-f]{40}"),
    _token("a Prefect key", "pnu_ pnb_", _any(36, _ALNUM)),
    _token("a Tailscale key", "tskey-", r"[a-z]{2,12}-[\w-]{12,80}"),
    _token("an Infracost key", "ico-", _any(32, _ALNUM)),
    _token("an Adafruit key", "aio_", r"[A-Za-z0-9]{28}"),
    _token("an Alibaba key", "LTAI", r"[A-Za-z0-9]{16,24}"),
    _token("a Tencent key", "AKID", r"[A-Za-z0-9]{32,36}"),
    _token("a Yandex key", "AQVN t1.9eu", r"[\w.=-]{35,400}"),
    _token("a LaunchDarkly key", "sdk- mob-", _UUID),
    _token("an age key", "AGE-SECRET-KEY-1", r"[0-9A-Z]{58}"),
    Shape("a Telegram token", (":aa",), re.compile(rf"{_B}(?:bot)?(?P<secret>\d{{8,10}}:AA[\w-]{{33}}){_E}")),
    Shape("a Discord token", (".",), re.compile(rf"{_B}[MNO][\w-]{{23,26}}\.[\w-]{{6}}\.[\w-]{{27,40}}{_E}")),
    _token("a JSON web token", "eyJ", r"[\w-]{8,4000}\.eyJ[\w-]{8,8000}\.[\w-]{8,4000}"),
    _token(
        "an encrypted web token",
        "eyJ",
        r"[\w-]{8,4000}\.[\w-]{0,2000}\.[\w-]{8,2000}\.[\w-]{8,8000}\.[\w-]{8,2000}",
    ),
)
"""Tokens that say whose they are."""


_VALUE = (
    r"""(?:"(?P<q>[^"\n]{4,200})"|'(?P<a>[^'\n]{4,200})'|(?P<b>[^\s"'`,;&<>|)\-][^\s"'`,;&<>|)]{3,200}))"""
)
"""A value in quotes, or up to what ends a word in a shell, a list or an address."""
_MIXED = r"(?=\S{0,200}[A-Za-z])(?=\S{0,200}[\d!@#$%^&*+~]|(?-i:\S{0,200}[a-z][A-Z]))"
"""Before a value that only its place makes a password: nobody writes a common word so."""
_PASSWORD = (
    r"(?:pass(?:word|wd|phrase|code|wort|_?key)|pwd|secret(?:[_-]?key)?|token|credentials?|(?<![a-z])(?:pass|pw|psk)"
    r"|(?:api|access|account|auth|private|signing|encryption|master|license|shared_?access)[_-]?key)"
)
_NAMES = "pass pw secret key token psk credential"
_PAIR = r"""["']?[^\s:"']{1,100}:(?P<secret>[^\s"'/]{3,200})"""


def _place(name: str, needs: str, pattern: str, *, sure: bool = False, flags: int = 0) -> Shape:
    """Where a password stands; small letters and capitals are alike."""
    return Shape(name, tuple(needs.split()), re.compile(pattern, re.I | flags), sure)


def _option(commands: str, option: str, value: str = _VALUE) -> Shape:
    """An option of some commands, which means something else to others; `*` stands for the rest of a name."""
    each = commands.split()
    names = "|".join(re.escape(one).replace(r"\*", r"[\w-]*") for one in each)
    pattern = rf"(?<![\w-])(?-i:(?:{names}) (?:[^\n|;]{{0,200}}?\s)?{option}){value}"
    needs = tuple(one.removesuffix("*") if one.endswith("*") else f"{one} " for one in each)
    return Shape("a password", needs, re.compile(pattern, re.I), sure=False)


PLACES = (
    _place(
        "a private key",
        "private",
        r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,40}-----|\Z)",
        sure=True,
        flags=re.S,
    ),
    _place(
        "a private key",
        "private-lines",
        r"private-lines: \d+\s+(?P<secret>[A-Za-z0-9+/=\s]{20,9000})",
        sure=True,
    ),
    _place(
        "an AWS secret key",
        "secret",
        r"aws_?secret(?:_?access)?_?key[\"']?\s{0,3}[=:]\s{0,3}[\"']?(?P<secret>[a-z0-9/+]{40})(?![a-z0-9/+])",
        sure=True,
    ),
    _place(
        "a line to join a shared incident by",
        "pmtui://",
        r"pmtui://[^\s'\"<>`]{0,4000}?[?&]k=(?P<secret>[\w-]{20,200})",
        sure=True,
    ),
    _place(
        "a Slack webhook",
        "hooks.slack",
        r"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/(?P<secret>[\w/-]{15,200})",
        sure=True,
    ),
    _place(
        "a Discord webhook",
        "/webhooks/",
        r"discord(?:app)?\.com/api/webhooks/(?P<secret>\d+/[\w-]{20,100})",
        sure=True,
    ),
    _place(
        "a Teams webhook",
        "webhook.office",
        r"webhook\.office\.com/(?P<secret>webhookb2/[\w@/-]{30,300})",
        sure=True,
    ),
    _place(
        "a Zapier webhook",
        "hooks.zapier",
        r"hooks\.zapier\.com/hooks/catch/(?P<secret>\d+/\w{5,20})",
        sure=True,
    ),
    _place(
        "a credential in a header",
        "authorization",
        r"authorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?:(?:bearer|basic|token|apikey|geniekey|ssws|splunk|digest)\s{1,3})"
        r"(?:token=)?[\"']?(?P<secret>[\w.~+/:=-]{12,2000})",
    ),
    _place(
        "a credential in a header",
        "authorization",
        r"authorization:\s{0,3}(?P<secret>(?=\S{0,80}\d)[\w.~+/=-]{20,2000})",
    ),
    _place(
        "a credential in a header",
        "bearer",
        r"\bbearer\s{1,3}(?P<secret>(?=\S{0,200}\d)[\w.~+/=-]{16,2000})",
    ),
    _place(
        "a credential in a header",
        'key: token: token": key":',
        r"(?<![\w-])(?:(?:x|dd|private|job|deploy|api|proxy|circle)-)[a-z-]{0,40}(?:key|token)[\"']?:\s{0,3}[\"']?"
        r"(?P<secret>(?=\S{0,200}\d)[\w.~+/=-]{12,2000})",
    ),
    _place(
        "a session cookie",
        "cookie:",
        r"cookie:\s(?:(?!cookie:)[^\n]){0,300}?(?:sess\w{0,20}|sid|auth\w{0,10}|token|jwt|csrf\w{0,10}|[\w.]{0,20}sid)=(?P<secret>[\w.%~+/-]{12,2000})",
    ),
    _place(
        "a password in an address",
        "://",
        r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{0,100}:(?P<secret>[^\s/@]{3,200})@(?=[\w\[])",
    ),
    _place(
        "a signed address",
        "signature= sig= security-token= key= code=",
        r"[?&](?:x-(?:amz|goog)-(?:signature|security-token)|sig|signature|key|code)="
        r"(?P<secret>(?=[^\s&]{0,200}\d)(?=[^\s&]{0,200}[a-z])[\w%+/=.~-]{20,2000})",
    ),
    _place("a password", _NAMES, rf"{_PASSWORD}[\"']?\s{{0,3}}:?=\s{{0,3}}{_VALUE}"),
    _place("a password", _NAMES, rf"(?<![a-z:]){_PASSWORD}[\"']?:\s{{0,3}}(?=[\"']|{_MIXED}){_VALUE}"),
    _place(
        "a password",
        _NAMES,
        rf"(?<![a-z]){_PASSWORD} (?:is|was|to|now)\s(?:now |set to )?{_MIXED}{_VALUE}",
    ),
    _place(
        "a password",
        "--",
        rf"--(?:[a-z0-9]{{1,20}}[-_]){{0,3}}(?:{_PASSWORD}|pass|requirepass)(?:=|\s{{1,3}}(?=[\"']|{_MIXED})){_VALUE}",
    ),
    _place("a password", "-pass -tok -sec", rf"(?<![\w-])-{_PASSWORD}\s{{1,3}}{_MIXED}{_VALUE}"),
    _place("a password", "pass:", r"-pass(?:in|out)?\s{1,3}pass:(?P<secret>\S{4,200})"),
    _option("mysql* mariadb* mycli xtrabackup innobackupex sshpass 7z 7za", "-p"),
    _option(
        "docker podman nerdctl buildah skopeo crane helm oras oc az",
        r"login\s(?:[^\n|;]{0,200}?\s)?-p\s{0,3}",
    ),
    _option("sshpass mongo* cqlsh", r"-p\s{1,3}"),
    _option("redis-cli valkey-cli keydb-cli", r"-a\s{1,3}"),
    _option("ldap*", r"-w\s{1,3}"),
    _option("zip unzip ipmitool mosquitto_pub mosquitto_sub sqlcmd bcp", r"-P\s{0,3}"),
    _option("smbclient rpcclient", r"-U\s{1,3}[^\s%]{1,80}%"),
    _option("htpasswd", r"-\w{0,5}b\w{0,5}\s{1,3}\S{1,200}\s{1,3}\S{1,100}\s{1,3}"),
    _option("net", r"user\s{1,3}[\w.-]{1,40}\s{1,3}", _MIXED + _VALUE),
    _option("curl wget siege influx lftp", r"(?:-u|-U|--user|--proxy-user)[\s=]{0,3}", _PAIR),
    _option("http https xh ab", r"(?:-a|-A|--auth)[\s=]{0,3}", _PAIR),
    _place(
        "a password",
        "-u --user",
        rf"\s(?:-u|--user)[\s=]{{1,3}}[\"']?[a-z][\w.@-]{{0,80}}:{_MIXED}(?P<secret>[^\s\"'/:]{{4,200}})",
    ),
    _place(
        "a password",
        "identified password",
        r"(?:identified\s+(?:with\s+\S+\s+)?by|password)(?:\s+|\()'(?P<secret>[^'\n]{3,200})'",
    ),
    _place("a password", "requirepass masterauth", rf"(?:requirepass|masterauth)\s{{1,3}}{_VALUE}"),
    _place("a password", "auth", rf"(?<![\w-])(?-i:AUTH)\s(?:\S{{1,60}}\s)?{_MIXED}{_VALUE}"),
    _place("a password", "login", rf"\blogin\s+\S{{1,100}}\s+password\s+{_VALUE}"),
    _place(
        "a password",
        "chpasswd",
        r"echo\s+(?:-e\s+)?[\"']?[\w.-]{1,60}:(?P<secret>[^\s\"'|]{3,200})[\"']?\s*\|\s*(?:sudo\s+)?chpasswd",
    ),
    _place(
        "a password",
        ":",
        rf"(?<![\w:./-])[\w.*-]{{1,80}}:(?:\d{{4,5}}|\*):[\w*-]{{1,60}}:[a-z][\w-]{{0,60}}:{_MIXED}(?P<secret>[^\s:]{{4,100}})(?=\s|$)",
    ),
)
"""Where commands, headers, addresses and settings hold one, whatever it looks like."""

SHAPES = (*TOKENS, *PLACES)
