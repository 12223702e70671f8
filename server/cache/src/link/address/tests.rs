use redis::ConnectionInfo;

use super::Address;

/// Host and port, user, password and database.
fn shown(info: &ConnectionInfo) -> String {
    let redis = info.redis_settings();
    format!(
        "{} {} {} {}",
        info.addr(),
        redis.username().unwrap_or("-"),
        redis.password().unwrap_or("-"),
        redis.db()
    )
}

fn all(infos: &[ConnectionInfo]) -> Vec<String> {
    infos.iter().map(shown).collect()
}

#[test]
fn one_server_is_read_by_the_client() {
    for (url, expected) in [
        ("redis://cache", "cache:6379 - - 0"),
        ("redis://me:p%40w@cache:1/3", "cache:1 me p@w 3"),
        ("unix:///run/redis.sock?db=2", "/run/redis.sock - - 2"),
    ] {
        match Address::parse(url).unwrap() {
            Address::Server(info) => assert_eq!(shown(&info), expected),
            other => panic!("{url}: {other:?}"),
        }
    }
}

#[test]
fn a_cluster_is_a_list_of_nodes_with_one_login() {
    let url = "redis+cluster://me:p%40w@a:1,[::1]:2,c/";
    let Address::Cluster(nodes) = Address::parse(url).unwrap() else {
        panic!("not a cluster")
    };
    assert_eq!(
        all(&nodes),
        ["a:1 me p@w 0", "::1:2 me p@w 0", "c:6379 me p@w 0"]
    );
}

#[test]
fn sentinels_have_a_login_of_their_own() {
    let url =
        "redis+sentinel://me:hush@a,[::1],c:7/shop/2?sentinel_username=s&sentinel_password=p%26";
    let Address::Sentinel {
        sentinels,
        master,
        login,
    } = Address::parse(url).unwrap()
    else {
        panic!("not a sentinel")
    };
    assert_eq!(
        all(&sentinels),
        ["a:26379 s p& 0", "::1:26379 s p& 0", "c:7 s p& 0"]
    );
    assert_eq!(master, "shop");
    assert_eq!(shown(&login), "master:6379 me hush 2");
}

#[test]
fn what_is_wrong_is_told_without_the_password() {
    for (url, reason) in [
        ("", "begins with none of"),
        ("cache:6379", "begins with none of"),
        ("http://:pw@cache", "begins with none of"),
        ("rediss://:pw@cache", "TLS"),
        ("rediss+cluster://:pw@cache", "TLS"),
        ("redis+cluster://", ""),
        ("redis+cluster://:pw@a,,b", ""),
        ("redis+cluster://:pw@a:port", ""),
        ("redis+cluster://:pw@a/1", "no other database"),
        ("redis+cluster://:pw@a?db=1", "no parameters"),
        ("redis+sentinel://:pw@a", "name is missing"),
        ("redis+sentinel://:pw@a//1", "name is missing"),
        ("redis+sentinel://:pw@a/shop/one", ""),
        (
            "redis+sentinel://:pw@a/shop?password=pw",
            "no parameters but",
        ),
    ] {
        let error = Address::parse(url).expect_err(url).to_string();
        assert!(error.contains(reason), "{url}: {error}");
        assert!(!error.contains("pw"), "{url}: {error}");
    }
}
