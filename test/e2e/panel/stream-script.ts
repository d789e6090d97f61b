/** What a page of the panel runs: it follows chats by an EventSource, and answers with the first three messages. */
export const STREAM_SCRIPT = `new Promise((resolve, reject) => {
  const messages = [];
  const source = new EventSource('/api/v1/monitoring/stream?type=chat');
  source.onerror = () => reject(new Error('no stream'));
  source.onmessage = ({ data }) => {
    messages.push(JSON.parse(data));
    if (messages.length < 3) return;
    source.close();
    resolve(messages);
  };
})`;
