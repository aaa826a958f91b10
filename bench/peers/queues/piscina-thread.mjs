export default function handle() {
  return null;
}
