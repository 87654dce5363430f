// Parses the address of an EventStoreDB cluster. The client's own parser is not used, because its errors print the whole string, with the password, if
// any part of it is not valid.

export type ServerAddress = {
  /** One host, or the seeds of a cluster. */
  readonly hosts: readonly { readonly address: string; readonly port: number }[];
  /** Whether the only host is a DNS name that resolves to all servers. */
  readonly discover: boolean;
  readonly tls: boolean;
  /** A file with certificates of authorities; undefined to use those that Node trusts. */
  readonly caFile: string | undefined;
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
};

/** Its message contains no part of the string. */
export class AddressInvalid extends Error {
  override name = "AddressInvalid";
}

const FORM = "kurrentdb://user:password@host:2113,host:2113?tlsCAFile=/path/ca.crt";
const HOW_TO_ESCAPE = "Write the characters @ / ? % in a password as %40 %2F %3F %25.";
const DEFAULT_PORT = 2113;
const OPTIONS = ["tls", "tlsCAFile"] as const;

/** The schemes `esdb://` and `kurrentdb://` mean the same. Throws AddressInvalid. */
export function readServerAddress(text: string): ServerAddress {
  const match = text
    .trim()
    .match(
      /^(?:esdb|kurrentdb)(?<discover>\+discover)?:\/\/(?:(?<user>[^:@/?]+):(?<password>[^@/?]+)@)?(?<hosts>[^@/?]+)\/?(?:\?(?<query>.*))?$/,
    );
  if (!match?.groups) throw new AddressInvalid(`it has not the form ${FORM}. ${HOW_TO_ESCAPE}`);
  const { discover, user, password, hosts = "", query = "" } = match.groups;
  const seeds = hosts.split(",").map(readHost);
  const options = readOptions(query);
  return {
    hosts: seeds,
    // With several hosts, discovery by the client would ask only the first.
    discover: discover !== undefined && seeds.length === 1,
    tls: options.tls !== "false",
    caFile: options.tlsCAFile,
    credentials: user && password ? { username: decoded(user), password: decoded(password) } : undefined,
  };
}

function readHost(text: string): ServerAddress["hosts"][number] {
  const { address, port = String(DEFAULT_PORT) } =
    text.match(/^(?<address>\[[0-9a-fA-F:]+\]|[\w.-]+)(?::(?<port>\d{1,5}))?$/)?.groups ?? {};
  if (!address || Number(port) > 65_535) throw new AddressInvalid(`a host is not valid. The form is ${FORM}.`);
  return { address, port: Number(port) };
}

function readOptions(query: string): Readonly<Partial<Record<(typeof OPTIONS)[number], string>>> {
  const options = [...new URLSearchParams(query)];
  for (const [name, value] of options) {
    // The name of an unknown option may be part of a password that contains a question mark.
    if (!OPTIONS.some((known) => known === name))
      throw new AddressInvalid(`after a question mark only ${OPTIONS.join(" and ")} can be set. ${HOW_TO_ESCAPE}`);
    if (name === "tls" && value !== "true" && value !== "false") throw new AddressInvalid('the option "tls" is true or false.');
  }
  return Object.fromEntries(options);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AddressInvalid(`a % in the user or the password is not the code of a character. ${HOW_TO_ESCAPE}`);
  }
}

/** The hosts for logs and errors, without user and password. */
export const addressInWords = ({ hosts }: ServerAddress): string =>
  hosts.map(({ address, port }) => `${address}:${port}`).join(", ");
