//! What the panel says of Redis.

use std::time::Duration;

use cache::{Link, LinkConfig};
use redis::cmd;
use server::insight::performance::Watching;

use crate::support::redis_cluster::RedisCluster;

#[tokio::test]
async fn the_nodes_of_a_cluster_are_added_up() {
    let cluster = RedisCluster::start(&format!("vitrine-panel-{}", std::process::id()));
    let patient = LinkConfig {
        deadline: Duration::from_secs(5),
        ..LinkConfig::default()
    };
    let link = Link::lazy(&cluster.url(), patient).unwrap();
    for number in 0..300 {
        let set = cmd("SET").arg(format!("key:{number}")).arg(number).clone();
        let () = link.run(&set).await.unwrap();
    }
    let told = Watching::default().redis(&link).await.expect("figures");
    assert_eq!((told.nodes, told.keys), (3, 300), "{told:?}");
    let set = told.commands.iter().find(|one| one.name == "set");
    assert_eq!(set.expect("the command").calls, 300, "{told:?}");
    assert!(told.memory > 3_000_000 && told.clients >= 3, "{told:?}");
    assert_eq!(told.memory_limit, None);
    assert!(told.round_trip_now > 0.0, "{told:?}");
}
