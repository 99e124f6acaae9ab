//! tmp
#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).expect("url");
    let options: sqlx::postgres::PgConnectOptions = url.parse().expect("url");
    let report = throughline::bench::steps(&throughline::bench::StepsOptions { rounds: 1, ..Default::default() }, options, |t| eprintln!("{t}")).await;
    println!("{report:#?}");
}
