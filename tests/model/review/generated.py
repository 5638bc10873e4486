"""Secrets made up for tests, as they stand in a line; written from what issuers publish, not from our patterns.

In a template `{A36}` is 36 letters and digits, `{a8}` small letters and digits, `{U16}` capitals and digits,
`{h32}` hexadecimal, `{d9}` digits, `{w40}` letters, digits, `-` and `_`, `{b40}` Base64, and `{P}` a password that
somebody chose. What stands between `«` and `»` is the secret.
"""

from __future__ import annotations

import random
import re
import string
from typing import NamedTuple

_SMALL, _CAPITALS, _DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
_LETTERS = {
    "A": _SMALL + _CAPITALS + _DIGITS,
    "a": _SMALL + _DIGITS,
    "U": _CAPITALS + _DIGITS,
    "h": "0123456789abcdef",
    "d": _DIGITS,
    "w": _SMALL + _CAPITALS + _DIGITS + "-_",
    "b": _SMALL + _CAPITALS + _DIGITS + "+/",
}
_CHOSEN = """
hunter2 S3cret! Tr0ub4dor&3 correct-Horse9 Sommer2023! pg_Adm1n wintEr#77 letMe1n dbR00t! 9Xk2mQvT
"""
_PLACE = re.compile(r"\{([A-Za-z])(\d*)\}")

_TOKENS = """
«AKIA{U16}» «ASIA{U16}» aws_secret_access_key=«{b40}» aws_session_token=«{b200}» «AIza{w35}» «ya29.{w80}»
«GOCSPX-{w28}» «ghp_{A36}» «gho_{A36}» «ghu_{A36}» «ghs_{A36}» «ghr_{A36}» «github_pat_{A22}_{A59}»
«glpat-{w20}» «glrt-{w20}» «gldt-{w20}» «glptt-{h40}» «xoxb-{d12}-{d13}-{A24}» «xoxp-{d12}-{d12}-{d13}-{h32}»
«xapp-1-{U11}-{d13}-{h64}» «xoxe.xoxp-1-{A160}» https://hooks.slack.com/services/«T{U9}/B{U10}/{A24}»
«sk_live_{A24}» «sk_test_{A99}» «rk_live_{A24}» «whsec_{A32}» «npm_{A36}» «pypi-AgEIcHlwaS5vcmc{w140}»
«rubygems_{h48}» «dckr_pat_{w27}» «SG.{w22}.{w43}» «SK{h32}» «key-{h32}» «{h32}-us14» «dop_v1_{h64}»
«doo_v1_{h64}» «dor_v1_{h64}» «hvs.{w90}» «hvb.{w130}» «{A14}.atlasv1.{w67}» «dapi{h32}» «NRAK-{U27}»
«glc_{b100}» «glsa_{A32}_{h8}» «sntrys_{w100}» «dt0c01.{U24}.{U64}» «shpat_{h32}» «shpss_{h32}» «sq0atp-{w22}»
«sq0csp-{w43}» «lin_api_{A40}» «ntn_{A46}» «figd_{w40}» «PMAK-{h24}-{h34}» «pat{A14}.{h64}» «hf_{A34}»
«gsk_{A52}» «r8_{A37}» «sk-{A48}» «sk-proj-{w120}» «sk-ant-api03-{w93}AA» «xkeysib-{h64}-{A16}»
«ATATT3xFfGF0{w180}» «ATBB{A32}» «HRKU-{w36}» «fo1_{w43}» «nfp_{A36}» «sbp_{h40}» «pscale_tkn_{w43}» «pul-{h40}»
«dp.pt.{A43}» «bkua_{h40}» «tskey-auth-{A17}-{A32}» «sqp_{h40}» «sgp_{h16}_{h40}» «LTAI{A20}»
«AGE-SECRET-KEY-1{U58}» «{d9}:AA{w33}» «M{A23}.{w6}.{w38}» «{w3}8Q~{w34}» «eyJ{w30}.eyJ{w90}.{w43}»
AccountKey=«{b86}==» SharedAccessKey=«{b43}=» https://discord.com/api/webhooks/«{d18}/{w68}»
https://shop.blob.core.windows.net/logs?sv=2022-11-02&sig=«{A40}%3D»
https://b.s3.amazonaws.com/k?X-Amz-Signature=«{h64}» access_token$production${a16}$«{h32}»
-----BEGIN·RSA·PRIVATE·KEY-----\\n«{b64}»\\n-----END·RSA·PRIVATE·KEY-----
-----BEGIN·OPENSSH·PRIVATE·KEY-----\\n«{b64}»\\n-----END·OPENSSH·PRIVATE·KEY-----
-----BEGIN·PGP·PRIVATE·KEY·BLOCK-----\\n«{b64}»\\n-----END·PGP·PRIVATE·KEY·BLOCK-----
-----BEGIN·EC·PRIVATE·KEY-----\\n«{b64}»
"""
_PLACES = """
mysql -h db1 -u root -p«{P}» shop
mysqldump -uroot -p'«{P}»' --all-databases
mysqladmin -u root -p«{P}» status
mariadb -u app -p«{P}»
sshpass -p «{P}» ssh ops@db2
sshpass -p«{P}» ssh ops@db2
docker login -u ci -p «{P}» registry.internal
redis-cli -h cache-1 -a «{P}» ping
ldapsearch -x -D cn=admin -w «{P}» -b dc=shop
curl -u admin:«{P}» https://grafana.internal/api/health
curl -sS --user deploy:«{P}» https://jenkins.internal/job/x/build
wget --user=ci --password=«{P}» https://repo.internal/x
called the API with -u ana:«{P}»
psql "host=db1 user=shop password=«{P}» dbname=shop"
PGPASSWORD=«{P}» psql -h db1 shop
export DB_PASSWORD='«{P}»'
MYSQL_ROOT_PASSWORD=«{P}»
vault login --password «{P}»
influx --password '«{P}»' -execute 'show databases'
mongosh --username root --password «{P}» --host m1
mongodump -u root -p «{P}» --out /tmp/d
helm upgrade shop --set db.password=«{P}»
kubectl create secret generic db --from-literal=password=«{P}»
kubeadm join 10.0.0.1:6443 --token «{a6}.{a16}»
gh auth login --token «{A40}»
terraform apply -var db_password=«{P}»
postgres://shop:«{P}»@db.internal:5432/shop
redis://:«{P}»@cache-1:6379/0
amqp://guest:«{P}»@mq:5672/
https://ana:«{P}»@git.internal/shop.git
mongodb+srv://root:«{P}»@cluster0.internal/
Authorization: Bearer «{A40}»
-H 'Authorization: Basic «{b28}»'
"authorization": "Bearer «{w60}»"
Authorization: token «{h40}»
Authorization: GenieKey «{h8}-{h4}-{h4}-{h4}-{h12}»
X-Api-Key: «{A32}»
X-Vault-Token: «{A26}»
PRIVATE-TOKEN: «{A20}»
DD-API-KEY: «{h32}»
x-auth-token: «{h32}»
password: «{P}»
Password = "«{P}»"
passwd=«{P}»
"password": "«{P}»"
"db_password":"«{P}»"
the root password is «{P}»
pw: «{P}»
passphrase: «{P}»
api_key: «{A32}»
apikey=«{h32}»
client_secret=«{A40}»
secret_key: "«{A50}»"
access_token=«{A40}»
refresh_token: «{w60}»
token=«{h40}»
https://api.shop.internal/v1?access_token=«{A40}»
https://api.shop.internal/v1?api_key=«{A32}»
ALTER ROLE shop WITH PASSWORD '«{P}»';
CREATE USER 'shop'@'%' IDENTIFIED BY '«{P}»';
requirepass «{P}»
machine git.internal login ana password «{P}»
db1:5432:shop:app:«{P}»
echo 'deploy:«{P}»' | chpasswd
htpasswd -b /etc/nginx/users ana «{P}»
openssl pkcs12 -in k.p12 -passin pass:«{P}»
smbclient //nas/backup -U backup%«{P}»
mount -t cifs //nas/b /mnt -o username=b,password=«{P}»
Set-Cookie: session_id=«{A32}»; Path=/
net user admin «{P}»
otpauth://totp/shop:ana?secret=«{U32}»
spring.datasource.password=«{P}»
ansible_become_pass: «{P}»
snmp-server user ops auth password «{P}»
rabbitmqadmin -u guest --password=«{P}» list queues
bearer «{w40}»
zip -P «{P}» dump.zip dump.sql
"""
_AROUND = ("{}", "found {} in the log", "env: {}", "10:05:12 WARN {}", "bo pasted: {}", "ran `{}` twice")
_TEMPLATES = (*_TOKENS.split(), *_PLACES.strip().splitlines())


class Made(NamedTuple):
    """A line with a secret in it."""

    template: str
    line: str
    secret: str


def made(seed: int, times: int) -> list[Made]:
    """Lines of every template, each `times` times; the same for the same seed."""
    dice = random.Random(seed)
    return [_filled(template, dice) for template in _TEMPLATES for _ in range(times)]


def _filled(template: str, dice: random.Random) -> Made:
    def fill(place: re.Match[str]) -> str:
        if place[1] == "P":
            return dice.choice(_CHOSEN.split())
        return "".join(dice.choices(_LETTERS[place[1]], k=int(place[2])))

    text = _PLACE.sub(fill, template).replace("·", " ").replace("\\n", "\n")
    secret = text[text.index("«") + 1 : text.index("»")]
    return Made(template, dice.choice(_AROUND).format(text.replace("«", "").replace("»", "")), secret)
