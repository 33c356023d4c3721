//! scratch
use heard_store::{DatabaseUrl, Store};
#[tokio::main]
async fn main() {
    let store =
        Store::open_existing(&DatabaseUrl::parse(&std::env::args().nth(1).unwrap()).unwrap())
            .await
            .unwrap();
    for _ in 0..3 {
        let t = std::time::Instant::now();
        let (mut cursor, mut count) = (None, 0);
        loop {
            let page = store
                .read("walk", move |reading| {
                    Box::pin(reading.incidents_after(cursor, 5000))
                })
                .await
                .unwrap();
            let Some(last) = page.last() else { break };
            cursor = Some(last.id);
            count += page.len();
        }
        println!("{count} {:?}", t.elapsed());
    }
}
