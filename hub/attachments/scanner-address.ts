// Where the virus scanner listens, from the setting.

export type ScannerAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** Undefined if the setting is neither host:port nor the absolute path of a Unix socket. */
export function readScannerAddress(setting: string): ScannerAddress | undefined {
  if (/^\/[^\0]{0,106}$/.test(setting)) return { path: setting };
  const { host, address, port } =
    /^(?:(?<host>[a-z0-9][a-z0-9._-]{0,252})|\[(?<address>[0-9a-f:.]{2,45})\]):(?<port>\d{1,5})$/i.exec(setting)?.groups ?? {};
  const number = Number(port);
  const name = host ?? address;
  return name !== undefined && number >= 1 && number <= 65_535 ? { host: name, port: number } : undefined;
}
