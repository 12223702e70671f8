//! Files go once nobody can need them any more.

use std::{fs, time::Duration};

use server::photos::{Folder, sweep};

use super::world::{World, png};

async fn swept(world: &World, grace: Duration) -> usize {
    let folder = Folder::new(&world.site.state.config.pictures);
    sweep(&world.site.state.pool, &folder, grace).await.unwrap()
}

#[tokio::test]
async fn only_what_nobody_speaks_of_is_removed() {
    let world = World::start().await;
    assert_eq!(
        swept(&world, Duration::ZERO).await,
        0,
        "there is no folder yet"
    );
    world.add("Stays", &png(10, 10, 1)).await;
    world.add("Goes", &png(10, 10, 2)).await;
    let goes = world.hashes().await.remove(1);
    let list = "UPDATE products SET photos = photos - 1 WHERE id = 7";
    world.site.by_hand(list).await;
    // What was never finished, and what is not ours.
    let shard = world.files()[0].parent().unwrap().to_owned();
    fs::write(shard.join("part-0"), "half").unwrap();
    fs::write(shard.join("README"), "kept").unwrap();
    assert_eq!(world.files().len(), 6);

    assert_eq!(
        swept(&world, Duration::from_hours(1)).await,
        0,
        "all of them are young"
    );
    assert_eq!(
        swept(&world, Duration::ZERO).await,
        1,
        "the history still speaks of both"
    );
    assert_eq!(world.files().len(), 5);
    world
        .site
        .execute("DELETE FROM product_history WHERE product_id = 7")
        .await;
    assert_eq!(swept(&world, Duration::ZERO).await, 2);
    let names: Vec<String> = world
        .files()
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert!(
        names.iter().all(|name| !name.starts_with(&goes)),
        "{names:?}"
    );
    assert_eq!(names.len(), 3, "{names:?}");
    assert_eq!(swept(&world, Duration::ZERO).await, 0);

    // A product's whole history keeps them: it may come back.
    world
        .site
        .by_hand("DELETE FROM products WHERE id = 7")
        .await;
    assert_eq!(swept(&world, Duration::ZERO).await, 0);
    world.site.execute("DELETE FROM product_history").await;
    assert_eq!(swept(&world, Duration::ZERO).await, 2);
}
