// Uploads and downloads files over the API.
import type { TestHub } from "./test-hub.ts";

export const TABLE = "team,assessments late\nNorth,14\nSouth,2\n";

/** What the API answers to an upload. */
type UploadAnswer = {
  readonly upload?: {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly bytes: number;
    readonly scan: string;
  };
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
};

export async function sendFile(
  { url, token }: Pick<TestHub, "url" | "token">,
  person: string,
  name = "Team list.csv",
  content: string | Uint8Array<ArrayBuffer> = TABLE,
): Promise<{ readonly status: number; readonly body: UploadAnswer }> {
  const form = new FormData();
  form.set("file", new File([content], name));
  const headers = { authorization: `Bearer ${await token(person)}` };
  const response = await fetch(`${url}/uploads`, { method: "POST", headers, body: form });
  return { status: response.status, body: (await response.json()) as UploadAnswer };
}

/** The id of an upload that must be taken. */
export async function uploaded(
  hub: Pick<TestHub, "url" | "token">,
  person: string,
  name?: string,
  content?: string,
): Promise<string> {
  const { status, body } = await sendFile(hub, person, name, content);
  if (!body.upload) throw new Error(`The upload was refused, ${status}: ${JSON.stringify(body.errors)}`);
  return body.upload.id;
}

export async function fetchAttachment(
  { url, token }: Pick<TestHub, "url" | "token">,
  person: string,
  concern: string,
  attachment: string,
): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> {
  const headers = { authorization: `Bearer ${await token(person)}` };
  const response = await fetch(`${url}/attachments/${concern}/${attachment}`, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
