// A phone's photo has 4 to 12 MB; 1600 pixels say as much about a broken road and cost a tenth of the data.

const LONGEST_SIDE = 1600;
const QUALITY = 0.82;
const SMALL_ENOUGH = 500_000;

export function shrinkPhotos(input: HTMLInputElement): void {
  input.addEventListener('change', () => {
    const files = Array.from(input.files ?? []);
    if (!files.some((file) => file.size > SMALL_ENOUGH)) return;
    const goOn = holdBack(input.form);
    void Promise.all(files.map(shrunk)).then((smaller) => {
      const chosen = new DataTransfer();
      for (const file of smaller) chosen.items.add(file);
      input.files = chosen.files;
      goOn();
    });
  });
}

// Who presses the button before the photos are ready need not press it again.
export function holdBack(form: HTMLFormElement | null): () => void {
  let pressed: SubmitEvent | undefined;
  const hold = (event: SubmitEvent): void => {
    event.preventDefault();
    pressed = event;
  };
  form?.addEventListener('submit', hold, { capture: true });
  form?.setAttribute('aria-busy', 'true');
  return () => {
    form?.removeEventListener('submit', hold, { capture: true });
    form?.removeAttribute('aria-busy');
    // Safari 14 knows no requestSubmit: there it has to be pressed again.
    if (pressed && form && 'requestSubmit' in form) form.requestSubmit(pressed.submitter);
  };
}

export function fittedSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

// What the browser cannot read goes as it is: the server says whether it is a photo.
async function shrunk(file: File): Promise<File> {
  if (file.size <= SMALL_ENOUGH || !file.type.startsWith('image/')) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const canvas = Object.assign(document.createElement('canvas'), fittedSize(picture.width, picture.height));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => {
      canvas.toBlob(done, 'image/jpeg', QUALITY);
    });
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' }) : file;
  } catch {
    return file;
  }
}
