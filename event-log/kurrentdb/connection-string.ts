// The address of an EventStoreDB cluster. It is read here and not by the client, which prints the whole string, with its password, where
// something in it is not right.

export type ServerAddress = {
  /** One, or the seeds of a cluster. */
  readonly hosts: readonly { readonly address: string; readonly port: number }[];
  /** Whether the one host is a name with the addresses of all servers. */
  readonly discover: boolean;
  readonly tls: boolean;
  /** A file with the certificates of authorities; undefined for those that Node knows. */
  readonly caFile: string | undefined;
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
};

/** Its message has nothing of the string but names of options. */
export class AddressInvalid extends Error {
  override name = "AddressInvalid";
}

const FORM = "kurrentdb://user:password@host:2113,host:2113?tlsCAFile=/path/ca.crt";
const DEFAULT_PORT = 2113;
const OPTIONS = ["tls", "tlsCAFile"] as const;

/** `esdb://` and `kurrentdb://` are the same. Throws AddressInvalid. */
export function readServerAddress(text: string): ServerAddress {
  const match = text
    .trim()
    .match(
      /^(?:esdb|kurrentdb)(?<discover>\+discover)?:\/\/(?:(?<user>[^:@/?]+):(?<password>[^@/?]+)@)?(?<hosts>[^@/?]+)\/?(?:\?(?<query>.*))?$/,
    );
  if (!match?.groups)
    throw new AddressInvalid(`it has not the form ${FORM}. Characters such as @ in a password are written as %40.`);
  const { discover, user, password, hosts = "", query = "" } = match.groups;
  const seeds = hosts.split(",").map(readHost);
  const options = readOptions(query);
  return {
    hosts: seeds,
    // The client would ask the first of several alone.
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
    if (!OPTIONS.some((known) => known === name))
      throw new AddressInvalid(`the option "${name}" is not used here: leave it out.`);
    if (name === "tls" && value !== "true" && value !== "false") throw new AddressInvalid('the option "tls" is true or false.');
  }
  return Object.fromEntries(options);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AddressInvalid("the user or the password has a % that stands for no character: write % as %25.");
  }
}

/** For logs and errors: without user and password. */
export const addressInWords = ({ hosts }: ServerAddress): string =>
  hosts.map(({ address, port }) => `${address}:${port}`).join(", ");
