// Drop a picture anywhere on a page that has the form: it is sent at once, and the page of its study follows.
const form = document.querySelector("form[data-drop]");
if (form) {
  const field = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop");
  const send = () => {
    if (!field.files.length || form.classList.contains("is-busy")) return;
    form.classList.add("is-busy");
    form.requestSubmit();
  };
  let depth = 0;
  addEventListener("dragenter", event => { event.preventDefault(); depth++; zone.classList.add("over"); });
  addEventListener("dragleave", () => { if (--depth <= 0) { depth = 0; zone.classList.remove("over"); } });
  addEventListener("dragover", event => event.preventDefault());
  addEventListener("drop", event => {
    event.preventDefault();
    depth = 0;
    zone.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    field.files = one.files;
    send();
  });
  field.addEventListener("change", send);
  addEventListener("paste", event => {
    const picture = [...event.clipboardData.files].find(file => file.type.startsWith("image/"));
    if (!picture) return;
    const one = new DataTransfer();
    one.items.add(picture);
    field.files = one.files;
    send();
  });
  // A page that the browser brings back from its memory is ready again.
  addEventListener("pageshow", () => form.classList.remove("is-busy"));
}
