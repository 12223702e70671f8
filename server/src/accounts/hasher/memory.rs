//! Argon2 in memory that stays: to get 20 MiB from the system and give them back for each hash takes a fifth of its time,
//! and stops all other threads that touch new memory meanwhile.

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        Error, Result,
        phc::{Output, ParamsString, PasswordHash, Salt},
        try_generate_salt,
    },
};

/// The algorithm of all hashes that are made.
pub(super) const ALGORITHM: Algorithm = Algorithm::Argon2id;

/// And its version.
pub(super) const VERSION: Version = Version::V0x13;

/// What hashes are computed in, one after the other; as large as the largest one needs.
#[derive(Default)]
pub(super) struct Memory(Vec<Block>);

impl Memory {
    /// The hash of `password` with a fresh salt.
    pub(super) fn hash(&mut self, params: &Params, password: &[u8]) -> Result<PasswordHash> {
        let argon2 = Argon2::new(ALGORITHM, VERSION, params.clone());
        let salt = Salt::new(&try_generate_salt()?)?;
        Ok(PasswordHash {
            algorithm: ALGORITHM.ident(),
            version: Some(VERSION.into()),
            params: ParamsString::try_from(params)?,
            hash: Some(self.output(&argon2, password, &salt)?),
            salt: Some(salt),
        })
    }

    /// Whether `stored` was made of `password`, the way that `stored` says. Compares in constant time.
    pub(super) fn verify(&mut self, password: &[u8], stored: &PasswordHash) -> Result<bool> {
        let (Some(salt), Some(hash)) = (&stored.salt, &stored.hash) else {
            return Ok(false);
        };
        let algorithm = Algorithm::try_from(stored.algorithm.as_str())?;
        let version = stored.version.map(Version::try_from).transpose()?;
        let params = Params::try_from(stored)?;
        let argon2 = Argon2::new(algorithm, version.unwrap_or_default(), params);
        Ok(self.output(&argon2, password, salt)? == *hash)
    }

    fn output(&mut self, argon2: &Argon2<'_>, password: &[u8], salt: &[u8]) -> Result<Output> {
        let (params, blocks) = (argon2.params(), &mut self.0);
        let lacking = params.block_count().saturating_sub(blocks.len());
        blocks
            .try_reserve_exact(lacking)
            .map_err(|_| Error::OutOfMemory)?;
        blocks.resize(blocks.len() + lacking, Block::new());
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let mut output = [0; Output::MAX_LENGTH];
        let output = output.get_mut(..length).ok_or(Error::OutputSize)?;
        argon2.hash_password_into_with_memory(password, salt, output, blocks)?;
        Ok(Output::new(output)?)
    }
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher as _, PasswordVerifier as _};

    use super::*;

    fn params(memory: u32) -> Params {
        Params::new(memory, 2, 1, None).unwrap()
    }

    #[test]
    fn what_was_in_the_memory_before_does_not_matter() {
        let mut memory = Memory::default();
        for kib in [64, 256, 32, 64] {
            let own = memory.hash(&params(kib), b"right horse").unwrap();
            let library = Argon2::new(ALGORITHM, VERSION, params(kib));
            assert_eq!(library.verify_password(b"right horse", &own), Ok(()));
            let theirs = library.hash_password(b"right horse").unwrap();
            assert_eq!(memory.verify(b"right horse", &theirs), Ok(true));
            assert_eq!(memory.verify(b"wrong horse", &theirs), Ok(false));
            assert_eq!(own.params, theirs.params);
        }
    }

    #[test]
    fn others_are_verified_by_their_own_algorithm() {
        let old = Argon2::new(Algorithm::Argon2i, Version::V0x10, params(64));
        let stored = old.hash_password(b"right horse").unwrap();
        assert_eq!(Memory::default().verify(b"right horse", &stored), Ok(true));
    }
}
