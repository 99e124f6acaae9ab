//! The migrations are built into the binary, and into a release the console: new files must rebuild it.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    // A debug build reads the console from its folder while it runs.
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        println!("cargo:rerun-if-changed=console/dist");
    }
}
