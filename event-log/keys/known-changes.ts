// The newest change of a keyring in PostgreSQL that this hub has made or read. A server that lacks it was restored from an older backup, or took over
// without the last commits of the one before it: the hub then reads and changes nothing, and its next start reports what is lost.
import type { QueryResultRow } from "pg";
import { LogUnavailable } from "../port.ts";
import type { Queries } from "../postgres/connection.ts";
import type { Identity } from "../stores/identity.ts";

/** `token` is drawn at random for each change: a restored keyring that was changed again has others under the same numbers. */
export type NumberedChange = { readonly number: number; readonly token: string };

/** `last`: the last change when the hub started. */
export function openKnownChanges({ hub, epoch }: Identity, last: NumberedChange) {
  let newest = last;
  const note = (change: NumberedChange): void => {
    if (change.number > newest.number) newest = change;
  };

  /** Returns the last change, and the rows of `select`, whose own parameters begin with $5. Throws LogUnavailable. */
  async function read<Row extends QueryResultRow>(
    client: Queries,
    select: string,
    values: readonly unknown[] = [],
    timeoutMs?: number,
  ): Promise<{ readonly last: NumberedChange; readonly rows: readonly Row[] }> {
    // Only what was committed before the query is sent must be there: the query does not see what is committed while it runs.
    const { number, token } = newest;
    const { rows } = await client.query<Row & { last_change: string; last_token: string; has_newest: boolean }>({
      text: `SELECT k.last_change, k.last_token, found.*,
          $3::bigint = 0 OR EXISTS (SELECT FROM keyring_changes WHERE number = $3 AND token = $4) AS has_newest
        FROM keyring k LEFT JOIN LATERAL (${select}) found ON true WHERE k.hub = $1 AND k.epoch = $2`,
      values: [hub, epoch, number, token, ...values],
      ...(timeoutMs !== undefined && { query_timeout: timeoutMs }),
    });
    const [row] = rows;
    if (!row) throw ofAnotherHub();
    if (!row.has_newest) throw new LogUnavailable("The keyring holds less than this hub knows of it.");
    const last = { number: Number(row.last_change), token: row.last_token };
    note(last);
    return { last, rows };
  }

  return {
    /** Called with each change that this hub has made, once it is committed. */
    note,
    read,
  };
}

export const ofAnotherHub = () =>
  new LogUnavailable("The keyring is no longer this hub's: another one, or another epoch of it, has taken it.");
