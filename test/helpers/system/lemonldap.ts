// A LemonLDAP::NG of Debian's packages as OpenID Connect provider: on 127.0.0.1, with its settings and sessions in a temporary folder, as the user who runs the tests.
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "../browser.ts";
import { freePort, runProgram, startDaemon, temporaryFolder } from "./programs.ts";

const PORTAL = "/usr/share/lemonldap-ng/portal";

/** Its portal, and the files of its pages, which a web server would have: the portal takes a request for one as a step of a sign-in under way. */
const APPLICATION = `use Plack::Builder;
my $portal = do "${PORTAL}/htdocs/index.psgi" or die $@;
builder {
  enable "Static", path => sub { s{^/javascript/}{} }, root => "/usr/share/javascript";
  enable "Static", path => sub { s{^/static/}{} }, root => "${PORTAL}/htdocs/static";
  enable "Static", path => qr{[.](?:css|ico)$}, root => "${PORTAL}/htdocs";
  $portal;
};
`;

type Client = {
  readonly id: string;
  readonly secret: string;
  readonly redirectTo: string;
  readonly signedOut: string;
  /** The algorithm of its ID tokens; RS256 by default. */
  readonly algorithm?: string;
  /** Gets access tokens in JWT for a name and password, as programs do. */
  readonly forPrograms?: boolean;
};

export type LemonLdap = Awaited<ReturnType<typeof startLemonLdap>>;

/** Its accounts are those that it has for demonstration: `dwho`, `rtyler` and `msmith`, each with the name as password. Only dwho's address is confirmed. */
export async function startLemonLdap(
  { plackup, rotateOidcKeys }: { readonly plackup: string; readonly rotateOidcKeys: string },
  clients: readonly Client[],
) {
  const folder = temporaryFolder();
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const inFolder = (name: string) => join(folder.path, name);
  for (const name of ["conf", "cache", "sessions/lock", "persistent/lock"]) mkdirSync(inFolder(name), { recursive: true });
  writeFileSync(inFolder("conf/lmConf-1.json"), JSON.stringify(settings(issuer, folder.path, clients)));
  writeFileSync(inFolder("lemonldap-ng.ini"), iniOf(folder.path));
  writeFileSync(inFolder("portal.psgi"), APPLICATION);
  const env = {
    LLNG_DEFAULTCONFFILE: inFolder("lemonldap-ng.ini"),
    LLNG_DEFAULTLOGGER: "Lemonldap::NG::Common::Logger::Std",
  };
  const answers = (): Promise<boolean> =>
    fetch(`${issuer}/.well-known/openid-configuration`).then(
      async (answer) => answer.ok && ((await answer.json()) as { readonly issuer?: string }).issuer === issuer,
      () => false,
    );
  // It serves one connection after another, and browsers open some that they do not use: it waits three seconds for each.
  const server = [
    "-E",
    "deployment",
    "-s",
    "HTTP::Server::PSGI",
    "--timeout",
    "3",
    "--host",
    "127.0.0.1",
    "--port",
    String(port),
  ];
  const daemon = await startDaemon(plackup, [...server, inFolder("portal.psgi")], answers, env);
  const keyIds = async (): Promise<readonly string[]> => {
    const { keys } = (await (await fetch(`${issuer}/oauth2/jwks`)).json()) as {
      readonly keys: readonly { readonly kid: string }[];
    };
    return keys.map(({ kid }) => kid);
  };

  return {
    issuer,
    jwksUrl: `${issuer}/oauth2/jwks`,
    keyIds,
    /** By its own script, as its timer does. It publishes the new key alone. */
    async rotateKey(): Promise<void> {
      const before = (await keyIds()).join();
      const { status, output } = await runProgram(rotateOidcKeys, [], env);
      if (status !== 0) throw new Error(`The key could not be rotated: ${output}`);
      // It reads its settings again after a second.
      while ((await keyIds()).join() === before) await new Promise((resolve) => setTimeout(resolve, 100));
    },
    /** Fills in its form at the address of a sign-in. Returns its answer, which leads back to the hub if the password is right. */
    async signInAt(browser: Browser, address: string, user: string, password = user): Promise<Page> {
      const form = await browser.get(address);
      if (!form.html.includes('name="password"')) throw new Error(`There is no form to sign in: ${form.status} ${form.html}`);
      return browser.post(address, { ...hiddenFieldsOf(form), user, password });
    },
    /** Confirms on its page that one wants to sign out. */
    async confirmSignOut(browser: Browser, page: Page): Promise<Page> {
      return browser.post(page.url, { ...hiddenFieldsOf(page), confirm: "1" });
    },
    /** An access token for a program that acts for somebody. */
    async tokenFor(user: string, client: Client): Promise<string> {
      const body = new URLSearchParams({
        ...{ grant_type: "password", username: user, password: user, scope: "openid" },
        ...{ client_id: client.id, client_secret: client.secret },
      });
      const answer = await fetch(`${issuer}/oauth2/token`, { method: "POST", body });
      const { access_token: token } = (await answer.json()) as { readonly access_token?: string };
      if (token === undefined) throw new Error(`There is no token: ${answer.status}`);
      return token;
    },
    async stop(): Promise<void> {
      await daemon.stop();
      folder.remove();
    },
  };
}

const hiddenFieldsOf = ({ html }: Page): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );

function settings(issuer: string, folder: string, clients: readonly Client[]): object {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const files = (name: string) => ({ Directory: join(folder, name), LockDirectory: join(folder, name, "lock") });
  return {
    ...{ cfgNum: 1, cfgAuthor: "test", cfgDate: 1, cfgVersion: "2.16.1" },
    ...{ authentication: "Demo", userDB: "Same", passwordDB: "Null", registerDB: "Null" },
    ...{ portal: `${issuer}/`, domain: "127.0.0.1", cookieName: "lemonldap", securedCookie: 0, key: "not-a-secret" },
    ...{ globalStorage: "Apache::Session::File", globalStorageOptions: files("sessions") },
    ...{ persistentStorage: "Apache::Session::File", persistentStorageOptions: files("persistent") },
    localSessionStorage: "Cache::FileCache",
    localSessionStorageOptions: cacheIn(folder, "sessions"),
    demoExportedVars: { cn: "cn", mail: "mail", uid: "uid" },
    macros: { mailConfirmed: '$uid eq "dwho" ? 1 : 0' },
    locationRules: { "127.0.0.1": { default: "accept" } },
    ...{ requireToken: 0, issuerDBOpenIDConnectActivation: 1, oidcServiceMetaDataIssuer: issuer },
    ...{ oidcServicePrivateKeySig: privateKey, oidcServicePublicKeySig: publicKey, oidcServiceKeyIdSig: "first" },
    oidcRPMetaDataOptions: Object.fromEntries(clients.map((client) => [client.id, optionsOf(client)])),
    oidcRPMetaDataExportedVars: Object.fromEntries(
      clients.map(({ id }) => [id, { email: "mail", email_verified: "mailConfirmed;bool;auto" }]),
    ),
  };
}

function optionsOf({ id, secret, redirectTo, signedOut, algorithm = "RS256", forPrograms = false }: Client): object {
  const options = {
    ...{ ClientID: id, ClientSecret: secret, UserIDAttr: "uid", IDTokenSignAlg: algorithm },
    ...{ RequirePKCE: 1, BypassConsent: 1, RedirectUris: redirectTo, PostLogoutRedirectUris: signedOut },
    ...(forPrograms && { AllowPasswordGrant: 1, AccessTokenJWT: 1, AccessTokenSignAlg: "RS256" }),
  };
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [`oidcRPMetaDataOptions${name}`, value]));
}

const cacheIn = (folder: string, namespace: string) => ({
  ...{ namespace, cache_root: join(folder, "cache"), cache_depth: 3 },
  ...{ default_expires_in: 600, directory_umask: "077" },
});

const iniOf = (folder: string): string => {
  const cache = Object.entries(cacheIn(folder, "settings")).map(([name, value]) => `'${name}' => '${value}'`);
  return `[all]
logLevel = warn
checkTime = 1
[configuration]
type = File
dirName = ${join(folder, "conf")}
localStorage = Cache::FileCache
localStorageOptions = { ${cache.join(", ")} }
[portal]
staticPrefix = /static
templateDir = ${join(PORTAL, "templates")}
languages = en
`;
};
