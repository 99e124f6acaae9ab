import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { type SavedView, send, useChange, useMay, type ViewPage } from "~/api";
import { Report } from "~/components/report/Report";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** Name and sharing of a view: of a new one, or of `view`. */
export default function ViewDialog({
  page,
  address,
  view,
  onClose,
  onSaved,
}: {
  page: ViewPage;
  address: string;
  view?: SavedView;
  onClose: () => void;
  onSaved?: (view: SavedView) => void;
}) {
  const t = useTexts(texts);
  const mayShare = useMay("operator");
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  const save = useChange(
    () =>
      view
        ? send("put", "/api/v1/views/{id}", {
            params: { path: { id: view.id } },
            body: { name, address, shared, version: view.version },
          })
        : send("post", "/api/v1/views", { body: { page, name, address, shared } }),
    {
      refresh: ["/api/v1/views"],
      onSuccess: (saved) => {
        onSaved?.(saved);
        onClose();
      },
    },
  );
  return (
    <Modal opened onClose={onClose} title={view ? t.renameTitle : t.saveTitle} withCloseButton={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() && !save.isPending) save.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t.name}
            description={view ? undefined : t.nameHint}
            value={name}
            maxLength={100}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox
            label={t.share}
            description={mayShare ? t.shareHint : t.shareNot}
            checked={shared}
            disabled={!mayShare}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          <Report of={save} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t.cancel}
            </Button>
            <Button type="submit" disabled={!name.trim()} loading={save.isPending}>
              {view ? t.doChange : t.doSave}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
